// The low-level interface is used on purpose: linked statically it costs 20 kB and no start-up,
// where the EVP interface of OpenSSL 3 brings its providers and 4 MB.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "compiler/base/sha256.h"

#include <openssl/sha.h>

#include <new>

namespace itw {
namespace {

SHA256_CTX* context(std::array<unsigned char, 128>& state) {
  static_assert(sizeof(SHA256_CTX) <= 128);
  return std::launder(reinterpret_cast<SHA256_CTX*>(state.data()));
}

}  // namespace

Sha256::Sha256() {
  new (state_.data()) SHA256_CTX;
  SHA256_Init(context(state_));
}

void Sha256::update(std::string_view bytes) {
  SHA256_Update(context(state_), bytes.data(), bytes.size());
}

Digest Sha256::finish() {
  Digest digest;
  SHA256_Final(digest.data(), context(state_));
  return digest;
}

Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::string digestText(const Digest& digest) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text = "sha256:";
  for (std::uint8_t byte : digest) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

}  // namespace itw
