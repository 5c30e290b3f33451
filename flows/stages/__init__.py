"""The five stages of a night, each a function of the night and of what the stage before gave."""
