-- What matching a catalogue of others gave.
SELECT c.n_matched, c.n_matched_source, c.n_chance_by_density, c.n_chance_by_shift
FROM science.external_catalogue AS c
WHERE c.catalogue_name = %(catalogue_name)s;
