import ChipDB
import Rulebook

extension TrendDataLoader {
  /// Reads every scenario. Of a broken one the first problem is noted.
  mutating func loadScenarios(sources: [String: Source]) throws(TrendDataError) -> [Scenario] {
    let folder = directory + "/scenarios"
    guard FileBytes.isDirectory(folder) else {
      throw .unreadable(path: folder, reason: "no such folder; restore the one with the scenario files")
    }
    var scenarios: [Scenario] = []
    for name in FileBytes.names(in: folder) where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
      do {
        let reader = try ScenarioReader(path: "\(folder)/\(name)", sources: Set(sources.keys))
        scenarios.append(try reader.scenario())
      } catch .invalid(let place, let problem, let remedy) {
        problems.append(
          DataProblem(
            file: place.file, line: place.line, column: place.column, message: "\(problem): \(remedy)"))
      } catch {
        throw .unreadable(path: "\(folder)/\(name)", reason: error.description)
      }
    }
    return scenarios
  }
}
