# Completion of wirecopy for bash.

_wirecopy()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]-} words=
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W 'cluster compare dedup furniture plan index eval help --help --version' -- "$word")
        return
    fi
    if [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $word == = ]]; then
        word=
    fi
    case $before in
    --keep) words='representative first oldest newest longest origin' ;;
    --drop) words='all copies exact' ;;
    --emit) words='clusters articles pairs outlets' ;;
    --format | -f)
        case $command in
        cluster) words='text jsonl tsv html' ;;
        compare) words='text jsonl html' ;;
        furniture | index) words='text jsonl tsv' ;;
        *) words='text jsonl' ;;
        esac
        ;;
    --show) words='templates passages templates,passages' ;;
    --color) words='auto always never' ;;
    --rule) words='usual strict loose' ;;
    --format-in) words='auto plain jsonl json csv html warc feed markdown eml office' ;;
    --encoding) words='utf-8 utf-16 windows-1250 windows-1251 windows-1252 windows-1256 iso-8859-2 koi8-r shift_jis euc-jp gb18030 big5 euc-kr' ;;
    --keys) words='planned all' ;;
    --seed) words='random' ;;
    --kernel) words='portable neon avx2 avx512' ;;
    --scratch | --save | --from)
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    --articles | --worst | --audit | --resemblance | --containment | --window | --shingle-words | -k | --width | --threads | --memory | --max-record | --*-field)
        return
        ;;
    esac
    if [[ $command == help && -z $words ]]; then
        words='cluster compare dedup furniture plan index eval help'
    elif [[ $command == index && -z $words && $COMP_CWORD == 2 && $word != -* ]]; then
        words='create add query remove info check compact'
    elif [[ $word == -* && $command == cluster ]]; then
        words='--emit --format --output --summary --write-furniture --write-plan --singles --no-singles --show --owners --color --width --quiet --progress --no-progress
            --rule --resemblance --containment --window --shingle-words --no-furniture --no-built-in-furniture --furniture --learn --plan --keys --seed --audit
            --files-from --text-field --id-field --title-field --source-field --date-field --url-field --format-in --encoding --max-record --strict --save --from
            --threads --memory --scratch --kernel --help'
    elif [[ $word == -* && $command == compare ]]; then
        words='--in --format --output --color --width --quiet --progress --no-progress
            --rule --resemblance --containment --window --shingle-words --no-furniture --no-built-in-furniture --furniture --learn --plan --keys --seed
            --files-from --text-field --id-field --title-field --source-field --date-field --url-field --format-in --encoding --max-record --strict
            --threads --memory --scratch --kernel --help'
    elif [[ $word == -* && $command == dedup ]]; then
        words='--output --keep --against --drop --mark --dry-run --report --summary --quiet --progress --no-progress
            --rule --resemblance --containment --window --shingle-words --no-furniture --no-built-in-furniture --furniture --learn --plan --keys --seed --audit
            --files-from --text-field --id-field --title-field --source-field --date-field --url-field --format-in --encoding --max-record --strict
            --threads --memory --scratch --kernel --help'
    elif [[ $word == -* && $command == furniture ]]; then
        words='--format --output --write-furniture --write-plan --summary --from --width --quiet --progress --no-progress
            --rule --resemblance --containment --window --shingle-words --no-furniture --no-built-in-furniture --furniture --learn --plan --keys --seed --audit
            --files-from --text-field --id-field --title-field --source-field --date-field --url-field --format-in --encoding --max-record --strict
            --threads --memory --scratch --kernel --help'
    elif [[ $word == -* && $command == plan ]]; then
        words='--articles --format --output --svg --quiet --progress --no-progress
            --rule --resemblance --containment --window --shingle-words --no-furniture --no-built-in-furniture --furniture --learn --plan --keys --seed
            --files-from --text-field --id-field --title-field --source-field --date-field --url-field --format-in --encoding --max-record --strict
            --threads --memory --scratch --kernel --help'
    elif [[ $word == -* && $command == index ]]; then
        words='--format --output --color --width --write-furniture --write-plan --replace --quiet --progress --no-progress
            --rule --resemblance --containment --shingle-words --no-furniture --no-built-in-furniture --furniture --plan --keys --seed
            --files-from --text-field --id-field --title-field --source-field --date-field --url-field --format-in --encoding --max-record --strict
            --threads --memory --scratch --kernel --help'
    elif [[ $word == -* && $command == eval ]]; then
        words='--format --worst --help'
    fi
    if [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}

complete -o filenames -F _wirecopy wirecopy
