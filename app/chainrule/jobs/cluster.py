"""The same futures on an existing Dask cluster (extra ``cluster``), where ``CHAINRULE_DASK`` names its scheduler."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from chainrule.errors import LimitError
from chainrule.jobs.pool import LocalPool, Pool, Result


class ClusterPool:
    """Runs functions on the workers of a Dask cluster. They must have Chainrule installed in the same version."""

    def __init__(self, address: str, *, patience: float = 10.0) -> None:
        try:
            distributed: Any = import_module("distributed")  # an optional extra, and its types are not complete
        except ImportError as error:
            words = "CHAINRULE_DASK is set, but 'distributed' is not installed: pip install 'chainrule[cluster]'."
            raise LimitError(words, code="cluster") from error
        try:
            self._client = distributed.Client(address, timeout=patience, set_as_default=False)
        except OSError as error:
            words = f"CHAINRULE_DASK is set, but no scheduler answers at {address}."
            raise LimitError(words, code="cluster") from error
        self._executor = self._client.get_executor(pure=False)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Result:
        """Run a function on some worker."""
        try:
            found: Result = self._executor.submit(function, *arguments)
        except (OSError, RuntimeError) as error:  # the connection is gone, or was closed
            raise LimitError("The cluster cannot be reached; try again later.", code="cluster") from error
        return found

    def close(self) -> None:
        """Cancel what is left and leave the cluster as it is."""
        self._executor.shutdown(wait=False)
        self._client.close()


def open_pool(dask: str | None = None, **local: Any) -> Pool:
    """The cluster at ``dask`` where an address is given, else workers of this machine."""
    return ClusterPool(dask) if dask else LocalPool(**local)
