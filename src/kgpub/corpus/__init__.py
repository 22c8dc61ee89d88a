"""Building many articles: sources -> batches -> workers -> manifest -> output.

``sources`` tells the articles of folders, JSON Lines, feeds, crawls and saved sitemaps
apart; ``fingerprint`` says what decides their graphs besides their bytes. ``building``
makes the graphs of a batch inside a process of ``workers`` or of a Dask ``cluster``.
What comes back is kept in the ``manifest``, from which ``outputs`` writes what is new,
changed or gone. ``report`` tells what was set aside. :func:`kgpub.corpus.run.build_corpus`
is all of it.
"""
