"""Ratings of a service (好差评): five levels, one rating a case."""
