/// One value inside `filters` that has a column of its own.
struct FilterRule {
  let column: String
  /// The filters that may hold it; the first that does wins.
  let filterTypes: [String]

  var meaning: String { "`\(column)` of \(filterTypes.joined(separator: " or ")) in `filters`" }

  static let all = [
    FilterRule(column: "minPrice", filterTypes: ["PRICE_FILTER"]),
    FilterRule(column: "maxPrice", filterTypes: ["PRICE_FILTER"]),
    FilterRule(column: "tickSize", filterTypes: ["PRICE_FILTER"]),
    FilterRule(column: "minQty", filterTypes: ["LOT_SIZE"]),
    FilterRule(column: "maxQty", filterTypes: ["LOT_SIZE"]),
    FilterRule(column: "stepSize", filterTypes: ["LOT_SIZE"]),
    FilterRule(column: "minNotional", filterTypes: ["NOTIONAL", "MIN_NOTIONAL"]),
  ]
}
