# 400 articles: 50 forms, each filled by eight outlets with other numbers, below a line that an outlet has above all its own.
function next_below(n) { state = (state * 1103515245 + 12345) % 2147483648; return int(state / 65536) % n }
BEGIN {
    state = 1
    for (form = 0; form < 50; form++) {
        for (i = 0; i < 60; i++) {
            word[i] = ""
            for (k = 0; k < 5; k++) word[i] = word[i] sprintf("%c", 97 + next_below(26))
        }
        for (outlet = 0; outlet < 8; outlet++) {
            text = "What outlet number " substr("abcdefgh", outlet + 1, 1) " tells its readers today\\n"
            for (i = 0; i < 60; i++) text = text (i ? " " : "") (i % 12 == 5 ? next_below(900) + 100 : word[i])
            printf "{\"id\":\"notice-%02d-%d\",\"source\":\"outlet-%d.example\",\"date\":\"2024-0%d-%02d\",", form, outlet, outlet, 1 + form / 25, 1 + form % 25
            printf "\"title\":\"%s %s\",\"text\":\"%s.\"}\n", word[0], word[1], text
        }
    }
}
