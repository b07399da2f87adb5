"""A page's own Django templates as one Python function, for the page that is asked most.

The templates stay the only source of the markup; what depends on the language alone (texts,
addresses, symbols) is written into the function when it is made. Read by `pages.page`.
"""
