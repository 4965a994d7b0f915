"""Settings of the embedded server that fit the machine it runs on, each with its reason."""

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20
GIB = 2**30

_MEMORY_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_SHARED_MEMORY = Path("/dev/shm")
_SHARED_MEMORY_ENOUGH = 256 * MIB


@dataclass(frozen=True)
class Machine:
    """What the settings depend on.

    Attributes
    ----------
    memory : int
        Bytes of memory this process may use, a container's limit included.
    cores : int
        Processors this process may use.
    major : int
        Major version of PostgreSQL.
    lz4 : bool
        Whether that build of PostgreSQL has lz4.
    shared_memory : int or None
        Size in bytes of ``/dev/shm``, None where there is none.
    """

    memory: int
    cores: int
    major: int
    lz4: bool = False
    shared_memory: int | None = None


@dataclass(frozen=True)
class Setting:
    """One line of the server's configuration and why it is there."""

    name: str
    value: str
    reason: str


def this_machine(major: int, *, lz4: bool) -> Machine:
    """Measure the machine, and the container's limits where there are any."""
    return Machine(_memory(), _cores(), major, lz4, _shared_memory())


def settings_for(machine: Machine) -> list[Setting]:
    """Return the settings for a machine; nothing but the argument decides them.

    ``fsync`` and ``synchronous_commit`` are left on: a commit that was reported is on the disk.
    """
    return [*_memory_settings(machine), *_log_settings(machine), *_planner_settings(machine)]


def server_settings(machine: Machine) -> dict[str, str]:
    """Return the settings as name and value, with ``EPOCHDB_SHARED_BUFFERS`` put in where it is set."""
    settings = {setting.name: setting.value for setting in settings_for(machine)}
    if asked := os.environ.get("EPOCHDB_SHARED_BUFFERS"):
        settings["shared_buffers"] = asked
    return settings


def _memory_settings(machine: Machine) -> list[Setting]:
    memory = machine.memory
    settings = [
        Setting(
            "shared_buffers",
            _size(memory // 4, 32 * MIB, 8 * GIB),
            "a quarter of the memory for the hot pages; the system's cache has others",
        ),
        Setting(
            "effective_cache_size",
            _size(memory // 2, 64 * MIB, 1024 * GIB),
            "half the memory may hold table pages; the rest is Python's and the user's",
        ),
        Setting(
            "work_mem",
            _size(memory // 256, 8 * MIB, 256 * MIB),
            "a field's light curves are sorted in memory, by several queries at once",
        ),
        Setting(
            "maintenance_work_mem",
            _size(memory // 16, 64 * MIB, 2 * GIB),
            "index builds and VACUUM in one pass; only a few run at a time",
        ),
    ]
    if machine.shared_memory is not None and machine.shared_memory < _SHARED_MEMORY_ENOUGH:
        settings.append(
            Setting(
                "dynamic_shared_memory_type",
                "mmap",
                "/dev/shm is small here, as in a container, and parallel hash joins would fail in it",
            )
        )
    return settings


def _log_settings(machine: Machine) -> list[Setting]:
    compression = Setting("wal_compression", "off", "without lz4 compression costs more time than it saves")
    if machine.lz4:
        compression = Setting("wal_compression", "lz4", "full-page images shrink at hardly any cost")
    return [
        Setting(
            "max_wal_size",
            _size(machine.memory // 2, GIB, 16 * GIB),
            "every image touches every page of its field's part of the primary key, and each is logged whole "
            "once a checkpoint, so a load is to be checkpointed by time, not volume",
        ),
        Setting(
            "wal_buffers",
            _size(machine.memory // 256, 16 * MIB, 64 * MIB),
            "what a load logs between two commits; the default of 16 MB fills up",
        ),
        Setting("checkpoint_timeout", "15min", "the same; recovery after a crash stays within minutes"),
        compression,
    ]


def _planner_settings(machine: Machine) -> list[Setting]:
    helpers = min(4, machine.cores // 2)
    return [
        Setting(
            "max_worker_processes",
            str(max(8, machine.cores + 4)),
            "room for the parallel workers beside those of the system",
        ),
        Setting("max_parallel_workers", str(machine.cores), "one for each processor, over all queries"),
        Setting(
            "max_parallel_workers_per_gather",
            str(helpers),
            "half the processors for one query, at most 4; the rest for other clients",
        ),
        Setting("max_parallel_maintenance_workers", str(helpers), "the same for index builds"),
        Setting("jit", "off", "compiling costs more than it saves in queries of seconds"),
        Setting("random_page_cost", "1.1", "solid-state disks and cached pages: index scans are cheap"),
    ]


def _size(wanted: int, least: int, most: int) -> str:
    return f"{max(least, min(wanted, most)) // MIB}MB"


def _memory() -> int:
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([installed, *filter(None, map(_limit, _MEMORY_LIMITS))])


def _limit(file: str) -> int | None:
    try:
        text = Path(file).read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _shared_memory() -> int | None:
    if not _SHARED_MEMORY.is_dir():
        return None
    usage = os.statvfs(_SHARED_MEMORY)
    return usage.f_blocks * usage.f_frsize
