import ChipDB
import Foundation

@testable import Forecast

/// The data of the repository.
enum ShippedTrends {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let directory = root + "/trends"

  private static let loaded = Result { try TrendData.load(directory: directory) }

  static func data() throws -> TrendData { try loaded.get() }
}

extension TrendData {
  func trend(_ id: String) -> PublishedTrend? { trends.first { $0.id == id } }
  func run(_ id: String) -> TrainingRunRecord? { runs.first { $0.id == id } }
  func level(_ id: String) -> StockLevel? { stock.first { $0.id == id } }
  func price(_ id: String) -> PriceFigure? { prices.first { $0.id == id } }
}

/// A copy of the shipped folder that a test may break, deleted with the value.
final class TrendFolder {
  let path = NSTemporaryDirectory() + "trends-\(UUID().uuidString)"

  init() throws { try FileManager.default.copyItem(atPath: ShippedTrends.directory, toPath: path) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Replaces the first occurrence of a text in a file.
  /// - Returns: whether it occurs.
  func replace(_ old: String, by new: String, in name: String) throws -> Bool {
    let file = path + "/" + name
    let text = try String(contentsOfFile: file, encoding: .utf8)
    guard let range = text.range(of: old) else { return false }
    try text.replacingCharacters(in: range, with: new).write(toFile: file, atomically: true, encoding: .utf8)
    return true
  }

  /// The message of the error that loading throws; `nil` when it loads.
  func failure() -> String? {
    do {
      _ = try TrendData.load(directory: path)
      return nil
    } catch {
      return error.description
    }
  }
}
