/// Stored bytes are not what the format says; becomes `EventLogError.damaged` where the event is known.
package struct FormatError: Error, Equatable {
  package let what: String

  package init(what: String) { self.what = what }
}
