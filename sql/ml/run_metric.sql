-- The figures of a simulation that the program prints. Argument: the run.
SELECT m.name, m.value
FROM science.run_metric AS m
WHERE
    m.run_id = %(run_id)s
    AND m.name IN (
        'n_star', 'n_kept', 'n_isolated', 'n_component', 'held_out', 'held_out_err', 'bic',
        'all_total_variation'
    )
ORDER BY m.name;
