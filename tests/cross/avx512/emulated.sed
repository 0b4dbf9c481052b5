# A function for AVX-512 is one for AVX2, any machine runs it, and masks are numbers.
s/"avx512[a-z0-9]*,\(avx512[a-z0-9]*,\)*/"/
s/machine_has_avx512_vbmi/machine_is_any/
s/__asm__("kmovw.*/number = mask;/
