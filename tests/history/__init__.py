"""What every action does and refuses, said a second time: a plain book of facts in Python, for `test_history.py`.

Written from model.md, docs/access.md and docs/coordination.md; who may see what it asks of `tests/oracle.py`, which
says that a second time already. Nothing here runs or reads what the service runs.
"""
