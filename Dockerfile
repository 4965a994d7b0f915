# EpochDB's programs: python -m db, python -m loader. The server is a container of its own (docker-compose.yml).
FROM python:3.13-slim

# Not root: the programs only talk to the server and read what is mounted.
RUN useradd --system --create-home --home-dir /home/epochdb epochdb
WORKDIR /app
# The packages first, so that a change of the code does not install them anew.
COPY pyproject.toml LICENSE README.md ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > /tmp/requirements.txt \
    && pip install --no-cache-dir --requirement /tmp/requirements.txt
COPY . .
RUN pip install --no-cache-dir --no-deps .
USER epochdb
CMD ["python", "-m", "db", "--help"]
