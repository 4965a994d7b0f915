-- Which views are there to publish, and what do they say of themselves?
SELECT h.name, h.description
FROM science.help AS h
WHERE h.kind = 'view'
ORDER BY h.name;
