"""Articles out of documents: text, title, authors, day, language; ids; what is wrong with a document."""

from transforms.articles.reading import read_articles

__all__ = ["read_articles"]
