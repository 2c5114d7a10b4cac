"""What a run leaves: records, transcripts, ledger and search index. It writes them so that a power cut tears nothing, and reads them back.

records     documents/<id>.json and transcripts/<id>.txt
ledger      ledger.jsonl, one line an input
schemas     the JSON Schemas of what is published
index       the search index, made from the records
"""
