import BinanceUS
import JSONView
import Testing

@Suite("Limits of request weight")
struct WeightLimitTests {
  @Test(
    "limits are read with their interval; what is none is left out",
    arguments: [
      (
        #"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}"#,
        "6000 in 1 minute"
      ),
      (
        #"{"rateLimitType":"REQUEST_WEIGHT","interval":"SECOND","intervalNum":10,"limit":50}"#,
        "50 in 10 seconds"
      ),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"HOUR","limit":50}"#, "50 in 1 hour"),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"DAY","intervalNum":2,"limit":50}"#, "50 in 2 days"),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"WEEK","intervalNum":1,"limit":50}"#, nil),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":0,"limit":50}"#, nil),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":-1}"#, nil),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":"1","limit":50}"#, nil),
      (#"{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100}"#, nil),
    ] as [(String, String?)])
  func limits(record: String, words: String?) throws {
    let limits = WeightLimit.all(in: try JSONValue.parse(#"{"rateLimits":[\#(record)]}"#))
    #expect(limits.map(\.description) == (words.map { [$0] } ?? []))
  }
}
