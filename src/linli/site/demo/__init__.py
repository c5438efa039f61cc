"""A demo county: synthetic people, facilities and figures under real division codes, and accounts to try it.

Everything is made from a seed, streamed into the database, and marked synthetic.
"""
