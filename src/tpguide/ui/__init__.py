"""What is drawn, and the questions that are asked."""
