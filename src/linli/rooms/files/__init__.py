"""Files of people 居民档案: the pages on which staff read and change the files of their place."""
