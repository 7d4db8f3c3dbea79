"""The commands, and the wiring of everything else."""
