"""Events that several articles report, brought together by rules, with the evidence and reversibly."""

from kgpub.reconcile.graph import to_graph
from kgpub.reconcile.model import Decision, Evidence, Judgement, Reconciliation
from kgpub.reconcile.reading import read_graphs
from kgpub.reconcile.reconciling import reconcile

__all__ = ["Decision", "Evidence", "Judgement", "Reconciliation", "read_graphs", "reconcile", "to_graph"]
