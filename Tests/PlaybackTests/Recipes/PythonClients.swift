import CommandKit

/// The clients that docs/playback.md shows.
enum PythonClients {
  static let python = PythonEnvironment.make(
    "clients", requirements: "PlaybackTests/Recipes/requirements.txt")
  static let areExpected = PythonEnvironment.isExpected(python, for: "the test of ccxt and python-binance")
  static let script = "\(Repository.root)/Tests/PlaybackTests/Recipes/recipe.py"
}
