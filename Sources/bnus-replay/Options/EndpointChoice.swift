import ArgumentParser
import BinanceUS
import Interchange

/// An endpoint as it is typed: by its name (`myTrades`) or its path (`/api/v3/myTrades`).
struct EndpointChoice: ExpressibleByArgument {
  let text: String

  init(argument: String) { text = argument }

  /// How one is named, for help.
  static let help = "by name or path (\(Endpoint.myTrades.name) or \(Endpoint.myTrades.path))"

  /// The endpoint; refused, for `validate()`, where the archive knows none of that name.
  func endpoint() throws -> Endpoint {
    guard let endpoint = Endpoint(named: text) else {
      throw ValidationError("\(InterchangeError.unknownEndpoint(text))")
    }
    return endpoint
  }
}
