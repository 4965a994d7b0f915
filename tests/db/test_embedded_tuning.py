"""The embedded server's settings follow from the machine alone."""

from db.server.tuning import Machine, server_settings, settings_for

GIB = 2**30


def value(name: str, machine: Machine) -> str:
    return {setting.name: setting.value for setting in settings_for(machine)}[name]


def test_a_quarter_of_the_memory_goes_to_shared_buffers() -> None:
    assert value("shared_buffers", Machine(16 * GIB, 4, 18)) == "4096MB"


def test_shared_buffers_stop_at_eight_gibibytes_on_a_large_machine() -> None:
    assert value("shared_buffers", Machine(256 * GIB, 64, 18)) == "8192MB"


def test_a_container_of_half_a_gibibyte_keeps_every_setting_within_its_memory() -> None:
    small = Machine(GIB // 2, 1, 18)
    assert value("shared_buffers", small) == "128MB"
    assert value("work_mem", small) == "8MB"
    assert value("maintenance_work_mem", small) == "64MB"


def test_one_processor_gets_no_parallel_helpers_and_sixteen_get_four() -> None:
    assert value("max_parallel_workers_per_gather", Machine(8 * GIB, 1, 18)) == "0"
    assert value("max_parallel_workers_per_gather", Machine(8 * GIB, 16, 18)) == "4"


def test_wal_is_compressed_only_where_the_build_has_lz4() -> None:
    assert value("wal_compression", Machine(8 * GIB, 2, 18, lz4=True)) == "lz4"
    assert value("wal_compression", Machine(8 * GIB, 2, 18, lz4=False)) == "off"


def test_a_small_dev_shm_moves_parallel_queries_to_files() -> None:
    names = {setting.name for setting in settings_for(Machine(8 * GIB, 2, 18, shared_memory=64 * 2**20))}
    assert "dynamic_shared_memory_type" in names
    names = {setting.name for setting in settings_for(Machine(8 * GIB, 2, 18, shared_memory=8 * GIB))}
    assert "dynamic_shared_memory_type" not in names


def test_no_setting_gives_up_the_safety_of_a_commit() -> None:
    names = {setting.name for setting in settings_for(Machine(8 * GIB, 2, 16))}
    assert names.isdisjoint({"fsync", "synchronous_commit", "full_page_writes"})


def test_every_setting_has_a_reason_and_appears_once() -> None:
    settings = settings_for(Machine(8 * GIB, 2, 18, shared_memory=0))
    assert all(setting.reason for setting in settings)
    assert len({setting.name for setting in settings}) == len(settings)


def test_the_environment_overrides_shared_buffers(monkeypatch) -> None:
    monkeypatch.setenv("EPOCHDB_SHARED_BUFFERS", "16MB")
    assert server_settings(Machine(8 * GIB, 2, 18))["shared_buffers"] == "16MB"
