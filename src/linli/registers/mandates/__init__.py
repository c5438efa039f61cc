"""Who acts in whose name: guardians of children, relatives by a mandate, and marks that say «no access»."""
