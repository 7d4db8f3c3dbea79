"""The devices of a session: clock, keys, voice and sound, display."""
