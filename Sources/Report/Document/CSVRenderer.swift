/// Renders rows as CSV (RFC 4180, with line feeds as `chipdb/` has them): a header, then one line a row.
public struct CSVRenderer: Sendable {
  public init() {}

  public func render(_ header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map { $0.map(escaped).joined(separator: ",") + "\n" }.joined()
  }

  /// A number with every digit that it has, without separators.
  static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

  private func escaped(_ cell: String) -> String {
    let isPlain = cell.utf8.allSatisfy { !"\",\r\n".utf8.contains($0) }
    return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
