"""SPARQL servers over HTTP: named graphs in, rows and graphs out.

``profiles`` knows where each server has its services, ``credentials`` who asks,
``transport`` sends one request within a deadline and tries again where that is safe,
``failures`` says in words what went wrong. On these stand ``graphs`` (replacing,
reading and listing named graphs), ``sparql`` (queries) and ``loading`` (articles,
one by one, with a check of what arrived).
"""
