"""The reminder engine under stress (reliability.md §6): runnable programs.

`python -m tests.drills kill --full` runs one. Each prints its figures beside what must hold and fails by
them; each has a control in which one protection is taken away, and which must break a figure. Small sizes
run with `make test`, full ones with `make drills`.
"""
