"""Machine learning on science views: simulated stars and photometric redshifts."""
