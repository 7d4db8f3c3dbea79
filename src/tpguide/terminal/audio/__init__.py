"""Everything that is heard: the ladder of outputs, speech, tones, recordings."""
