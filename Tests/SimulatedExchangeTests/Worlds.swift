import Foundation
import SimulatedExchange

/// The worlds that the suites use, made once.
enum Worlds {
  static let small = SimulatedWorld(seed: 7, scale: .small)
  static let full = SimulatedWorld(seed: 7)
  static let today = SimulatedTime(2026, 9, 20, 12, 0, 0)
}

typealias JSONObject = [String: Any]

extension SimulatedWorld {
  func get(_ path: String, _ query: [(String, String)] = [], at time: SimulatedTime) -> SimulatedResponse {
    response(to: SimulatedRequest(path: path, query: query), at: time)
  }

  func rows(
    _ path: String, _ query: [(String, String)] = [], at time: SimulatedTime
  ) throws -> [JSONObject] {
    let body = get(path, query, at: time).body
    return try JSONSerialization.jsonObject(with: Data(body)) as? [JSONObject] ?? []
  }

  func object(
    _ path: String, _ query: [(String, String)] = [], at time: SimulatedTime
  ) throws -> JSONObject {
    let body = get(path, query, at: time).body
    return try JSONSerialization.jsonObject(with: Data(body)) as? JSONObject ?? [:]
  }

  func code(_ path: String, _ query: [(String, String)] = [], at time: SimulatedTime) throws -> Int? {
    try object(path, query, at: time)["code"] as? Int
  }
}

extension [String: Any] {
  func text(_ key: String) -> String { self[key] as? String ?? "-" }
  func number(_ key: String) -> Int64 { (self[key] as? NSNumber)?.int64Value ?? .min }
  func list(_ key: String) -> [JSONObject] { self[key] as? [JSONObject] ?? [] }
}

/// The keys of a JSON object in the order of the wire: those at the depth of its first key.
func wireKeys(_ text: Substring) -> [String] {
  var keys: [String] = []
  var depth = 0
  var current = ""
  var isInString = false
  var previous: Character = " "
  for character in text {
    if isInString {
      if character == "\"", previous != "\\" { isInString = false } else { current.append(character) }
    } else if character == "\"" {
      (isInString, current) = (true, "")
    } else if character == ":", depth == 1 {
      keys.append(current)
    } else if character == "{" || character == "[" {
      depth += 1
    } else if character == "}" || character == "]" {
      depth -= 1
      if depth == 0 { break }
    }
    previous = character
  }
  return keys
}
