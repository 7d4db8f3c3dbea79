"""How one session goes: plan, events, engine, screening. Pure."""
