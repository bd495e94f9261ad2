import EventModel
import JSONView

extension BodyBuffer {
  /// The body as JSON; nil where it is not.
  var json: JSONValue? { JSONValue(json: Array(bytes)) }
}
