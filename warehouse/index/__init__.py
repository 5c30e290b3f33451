"""What finds claims by their words and values: an index of the published copy, in blocks of its days of publication.

Reading a million sentences for each search takes seconds.  So a publish writes, beside the copy, what a list shows of
its current claims and what they are searched by: a *block* for each decade, or, of many claims, each year or month.
In a block the claims stand newest first, each distinct text once (a *piece*), and each word leads to the pieces that
have it.  A block depends on its claims alone and is named by their digest: a night makes those blocks anew whose days
it touches, and a reader that follows to the next copy opens those alone.
"""
