import Foundation
import Rating

/// A device's product with operands that are written element by element.
struct DeviceCraftedProduct: CraftedProduct {
  let connection: DeviceConnection
  let variant: ProductVariant

  var precision: Precision { variant.precision }

  func multiply(m: Int, n: Int, k: Int, a: [Double], b: [Double]) throws(ProviderError) -> [Double] {
    guard let format = variant.input else {
      throw ProviderError("no \(precision.label) product is known here", isUnsupported: true)
    }
    let laid = variant.transposed ? (0..<n).flatMap { column in (0..<k).map { b[$0 * n + column] } } : b
    do throws(DeviceError) {
      let answer = try connection.ask(
        MultiplyRequest(
          variant: variant, m: m, n: n, k: k, a: format.data(a), b: format.data(laid)))
      guard let values = variant.output.values(answer.c, count: m * n) else {
        throw DeviceError(.failed, "the product of \(m)x\(n)x\(k) has \(answer.c.count) bytes")
      }
      return values
    } catch {
      throw ProviderError(error.message, isUnsupported: error.kind == .unsupported)
    }
  }
}

extension ElementFormat {
  /// The nearest elements to some values, as they lie in memory.
  func data(_ values: [Double]) -> Data {
    func data<Element: DrawnElement>(_: Element.Type) -> Data {
      var writer = ElementWriter(capacity: bytes(values.count))
      for value in values { writer.append(Element(nearest: value)) }
      return writer.finished()
    }
    return inputType.map { data($0) } ?? Data()
  }
}
