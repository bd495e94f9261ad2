import EventLog
import JSONView

extension BodyBuffer {
  /// The body as JSON; nil where it is not.
  var json: JSONValue? {
    do { return try JSONValue.parse(Array(bytes)) } catch { return nil }
  }
}
