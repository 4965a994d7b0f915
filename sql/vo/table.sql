-- Which answers are tables, so that a TAP service can publish them? Those that say something of the sky,
-- not of the database.
SELECT h.name, h.description
FROM science.help AS h
WHERE h.kind = 'view' AND h.subject <> 'about';
