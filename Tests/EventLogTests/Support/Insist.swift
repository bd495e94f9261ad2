/// Ends the process of an exit test unless `condition` holds.
func insist(_ condition: Bool, _ what: String = "") {
  precondition(condition, what)
}
