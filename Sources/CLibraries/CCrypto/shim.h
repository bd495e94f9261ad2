#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H

// The functions on a SHA256_CTX are deprecated in favour of EVP, which looks its algorithm up for every digest: three
// times the cost of a short one.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#endif
