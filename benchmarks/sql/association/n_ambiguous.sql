SELECT count(*) FROM science.ambiguous_association;
