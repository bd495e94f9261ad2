extension Endpoint {
  /// Every endpoint that the archive knows, those whose path is most like `path` first.
  public static func nearest(to path: String) -> [Endpoint] {
    all.map { (endpoint: $0, distance: distance(from: path, to: $0)) }
      .sorted { ($0.distance, $0.endpoint.path) < ($1.distance, $1.endpoint.path) }.map(\.endpoint)
  }

  /// The endpoint that was probably meant; nil where none is much like it.
  public static func likely(_ path: String) -> Endpoint? {
    guard let name = path.split(separator: "/").last, let first = nearest(to: path).first else { return nil }
    return distance(from: path, to: first) <= max(1, min(3, name.utf8.count / 3)) ? first : nil
  }

  /// How many letters must change; a path of which only the end was given counts as that end.
  private static func distance(from path: String, to endpoint: Endpoint) -> Int {
    let given = Array(path.lowercased().utf8.prefix(200))
    let known = Array(endpoint.path.lowercased().utf8)
    let wordCount = path.split(separator: "/").count
    let end = endpoint.path.lowercased().split(separator: "/").suffix(wordCount).joined(separator: "/")
    let bare = path.lowercased().split(separator: "/").joined(separator: "/")
    return min(
      NameDistance.changes(given, known), NameDistance.changes(Array(bare.utf8.prefix(200)), Array(end.utf8)))
  }
}
