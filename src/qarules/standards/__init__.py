"""
Packs as data, and how packs are found and loaded.

One folder a packaged standard. The engine and the language never look here: what they need is handed to them.
"""
