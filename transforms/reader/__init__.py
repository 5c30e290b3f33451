"""The learned reader: for each figure of an article, which words say what, who, when, where and how sure."""
