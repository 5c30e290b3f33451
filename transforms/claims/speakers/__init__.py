"""Who says so: the speaker, role and cue of every span of an article."""

from __future__ import annotations

from transforms.claims.speakers.index import Attribution, SpeakerIndex, read_speakers

__all__ = ["Attribution", "SpeakerIndex", "read_speakers"]
