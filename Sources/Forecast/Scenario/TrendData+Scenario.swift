import ChipDB
import Foundation
import Rulebook

extension TrendData {
  /// One of the scenarios by its id, or one from a file.
  ///
  /// A file of the user's own names its sources in words.
  /// - Parameters:
  ///   - name: an id or a path; the only scenario where it is `nil`.
  ///   - database: has the chips that a file may name.
  /// - Throws: `ForecastError.badQuestion` where nothing is so named, with what is; `TrendDataError` for a broken file.
  public func scenario(_ name: String?, in database: ChipDatabase) throws -> Scenario {
    let known = "give a file, or one of \(scenarios.map(\.id).joined(separator: ", "))"
    guard let name else {
      guard scenarios.count == 1 else { throw ForecastError.badQuestion("which scenario? \(known)") }
      return scenarios[0]
    }
    if let scenario = scenarios.first(where: { $0.id == name }) { return scenario }
    guard FileManager.default.fileExists(atPath: name) else {
      throw ForecastError.badQuestion("'\(name)' is no scenario and no file: \(known)")
    }
    do throws(RulebookError) {
      return try ScenarioReader(path: name, sources: nil, chips: database).scenario()
    } catch .invalid(let place, let problem, let remedy) {
      throw TrendDataError.invalid([
        DataProblem(
          file: place.file, line: place.line, column: place.column, message: "\(problem): \(remedy)")
      ])
    } catch {
      throw TrendDataError.unreadable(path: name, reason: "\(error)")
    }
  }
}
