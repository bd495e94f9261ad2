/// The chapters of docs/tables.md about the tables and views that stand beside a schema's own.
public enum ProvenanceDocument {
  /// A table, and its columns in their order, each with its unit or shape and its meaning.
  struct Chapter {
    let name: String
    let summary: String
    let columns: [(name: String, meaning: String)]
  }

  /// The chapters, as text.
  public static var text: String {
    (views + chapters.flatMap(lines)).joined(separator: "\n") + "\n"
  }

  private static let views = [
    "", "## Views", "",
    "| view | what it shows |", "|---|---|",
    "| `<table>_latest` | of a snapshot the rows of the newest whole response, of a history the newest row of each entry |",
    "| `<table>_numbers`, `<table>_latest_numbers` | the same rows, and behind each decimal `<column>_real`: the number in binary floating point, for comparing, sorting and adding up; it holds some 15 digits. Only of tables with decimals |",
  ]

  private static func lines(_ chapter: Chapter) -> [String] {
    ["", "## \(chapter.name)", "", chapter.summary, "", "| column | meaning |", "|---|---|"]
      + chapter.columns.map { "| `\($0.name)` | \($0.meaning) |" }
  }

  static let chapters = [
    Chapter(
      name: "_replay", summary: "What each table was made from, and whether it adds up: one row a table.",
      columns: [
        ("table", "the table's name"), ("schema", "the schema's version"),
        ("archive_id", "the archive's id, 32 hexadecimal digits"),
        ("through_sequence", "the last event that was applied; 0 before the first"),
        ("tree_root", "the root of the archive's tree over those events, hexadecimal"),
        ("digest", "SHA-256 over the table's rows in the order of their keys, hexadecimal (docs/format.md)"),
        ("rows", "rows in the table"), ("answers", "successful responses that were read"),
        ("records", "records in them"), ("rows_made", "rows made of the records"),
        ("superseded", "rows that a later row of the same key and run replaced"),
        ("lost", "of those, rows of another entry, which the key does not distinguish (schema 1)"),
        ("quarantined_records", "records that could not be read"),
        ("quarantined_bodies", "bodies that could not be read"),
        ("left_out", "records that are none of the table's concern"),
        ("omitted", "a digest of the runs that were left out; NULL where none was"),
      ]),
    Chapter(
      name: "_run", summary: "The runs, as they stood at the last event that was applied: one row a run.",
      columns: [
        ("run_id", "the run's id"), ("first_event_seq", "its first event"),
        ("last_event_seq", "its last event"),
        ("first_observed_at", "when its first event was observed, ISO-8601 UTC"),
        ("last_observed_at", "when its last event was observed"), ("events", "its events"),
        ("responses", "its successful responses"),
        ("failures", "requests without a response, and responses with a status other than 2xx"),
        ("is_imported", "1 where it was imported"), ("is_ended", "1 where its end is in the archive"),
      ]),
    Chapter(
      name: "_run_rows", summary: "What each run put into each table: one row a table and run.",
      columns: [
        ("table", "the table's name"), ("run_id", "the run"), ("rows", "its rows in the table"),
        ("digest", "SHA-256 over them in the order of their keys, hexadecimal"),
      ]),
    Chapter(
      name: "_envelope", summary: "What each response said beside its records: one row a table and response.",
      columns: [
        ("table", "the table's name"), ("_event_seq", "the event"), ("run_id", "its run"),
        ("endpoint", "the path that was requested"), ("query", "the query, in its canonical form"),
        ("observed_at", "when the response was observed, ISO-8601 UTC"),
        ("is_whole", "1 where it holds all there is of a snapshot"), ("records", "its records"),
        ("fields", "what stood outside the records, a JSON object; NULL where nothing did"),
      ]),
    Chapter(
      name: "_checkpoint",
      summary:
        "How far each source is known: one row a source and symbol. It is not a checkpoint of the archive's tree.",
      columns: [
        ("source", "the path that was requested"), ("symbol", "the symbol; empty where there is none"),
        ("last_complete_at", "when the newest response was observed, ISO-8601 UTC"),
        ("run_id", "its run"), ("last_id", "the highest id of a paged history; else NULL"),
        ("_event_seq", "its event"),
      ]),
    Chapter(
      name: "_quarantine", summary: "What could not be read: one row a table and place.",
      columns: [
        ("table", "the table's name"), ("_event_seq", "the event"),
        ("pointer", "where in the body, a JSON pointer; empty for the whole body"), ("run_id", "its run"),
        ("endpoint", "the path that was requested"), ("reason", "why, in a sentence"),
        ("schema", "the schema's version"),
      ]),
  ]
}
