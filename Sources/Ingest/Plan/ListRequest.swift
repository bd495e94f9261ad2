import BinanceUS

/// A request for one page of what the exchange lists without an id to page by.
struct ListRequest: Sendable {
  /// Which rows it selects.
  enum Selection: Sendable {
    /// All there are.
    case whole
    /// All of a span of time, in milliseconds.
    case span(ClosedRange<Int64>)
    /// Those of a window from a place in it on.
    case window(ClosedRange<Int64>, limit: Int?, offset: Int64)
    /// The last ones of a window.
    case end(ofWindow: ClosedRange<Int64>, limit: Int)
    /// A page by its number, from 1.
    case page(Int, limit: Int, parameter: String)
  }

  let endpoint: Endpoint
  let selection: Selection

  /// The parameters to send, without those that sign them.
  var parameters: [(name: String, value: String)] {
    var parameters: [(name: String, value: String)] = []
    func add(_ name: String, _ value: (some BinaryInteger)?) {
      if let value { parameters.append((name, "\(value)")) }
    }
    func add(_ window: ClosedRange<Int64>) {
      add("startTime", window.lowerBound)
      add("endTime", window.upperBound)
    }
    switch selection {
    case .whole: break
    case .span(let window): add(window)
    case .window(let window, let limit, let offset):
      add(window)
      add("limit", limit)
      add("offset", offset)
    case .end(let window, let limit):
      add(window)
      add("limit", limit)
    case .page(let number, let limit, let parameter):
      add(parameter, number)
      add("limit", limit)
    }
    return parameters
  }
}
