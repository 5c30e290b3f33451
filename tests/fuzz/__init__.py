"""Coverage-guided fuzzing (Atheris): `python -m tests.fuzz.articles FOLDER -max_total_time=1800`, likewise `claims`.

FOLDER keeps the inputs that reached new code, from run to run.  What breaks is written beside as `crash-…`; once it is
mended it belongs among the cases of the tests.
"""
