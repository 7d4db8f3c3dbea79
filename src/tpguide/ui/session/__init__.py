"""The screen of a session, and its plain lines."""
