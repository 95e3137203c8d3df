"""Where heavy work runs: in processes of their own that may die without anybody else noticing."""

from chainrule.jobs.cluster import ClusterPool, open_pool
from chainrule.jobs.frames import Frame, Frames
from chainrule.jobs.pool import LocalPool, Pool
from chainrule.jobs.runs import Chain, Desk, Fan, Run
from chainrule.jobs.worker import WorkerLimits

__all__ = [
    "Chain",
    "ClusterPool",
    "Desk",
    "Fan",
    "Frame",
    "Frames",
    "LocalPool",
    "Pool",
    "Run",
    "WorkerLimits",
    "open_pool",
]
